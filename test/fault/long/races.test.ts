process.env['WARDER_TEST_ROUNDS'] = '200'
await import('../instances/races.test.ts')
