import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readHash } from './read.ts'

const hex = (text: string): string => Buffer.from(text, 'hex').toString('base64').replace(/=+$/, '')
const salt = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '')
const firebase =
  '$firebase-scrypt$ln=14,r=8,sep=Bw==,key=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$'

/** Known answers of the standards and of those who made the formats. */
// oxfmt-ignore
const right: [source: string, password: string, stored: string][] = [
  ['the vectors of the Argon2 reference, argon2i',  'password', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'],
  ['the vectors of the Argon2 reference, argon2id', 'password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['the vectors of OpenBSD and crypt_blowfish',     'U*U',      '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['the vectors of OpenBSD and crypt_blowfish',     'U*U*',     '$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK'],
  ['the vectors of OpenBSD and crypt_blowfish',     'U*U*U',    '$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a'],
  ['the vectors of OpenBSD as PHP marks them',      'U*U',      '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['the vectors of jBCrypt',                        'abc',      '$2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i'],
  ['RFC 7914 §12, N = 1024',        'password',      `$scrypt$ln=10,r=8,p=16$${salt('NaCl')}$${hex('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640')}`],
  ['RFC 7914 §12, N = 16384',       'pleaseletmein', `$scrypt$ln=14,r=8,p=1$${salt('SodiumChloride')}$${hex('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887')}`],
  ['RFC 6070 §2, PBKDF2 with SHA-1', 'password',     `$pbkdf2$4096$${salt('salt')}$${hex('4b007901b765489abead49d926f721d065a429c1')}`],
  ['RFC 6070 §2, 2 iterations',     'password',      `$pbkdf2-sha1$i=2$${salt('salt')}$${hex('ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957')}`],
  ['RFC 7914 §11, PBKDF2 with SHA-256', 'passwd',    `$pbkdf2-sha256$i=1,l=64$${salt('salt')}$${hex('55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783')}`],
  ['the example of passlib',        'password',      '$pbkdf2-sha256$8000$XAuBMIYQQogxRg$tRRlz8hYn63B9LYiCd6PRo6FMiunY9ozmMMI3srxeRE'],
  ['a hash of Django',              'lètmein',       'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A='],
  ['PBKDF2 with SHA-512',           'correct horse', '$pbkdf2-sha512$1000$MDEyMzQ1Njc4OWFiY2RlZg$OM0FAoIqCVK1sWtxDiffVlBejtLa.ks4TP71JiecwuSZCG8iLbnlIEPOMoVX.i2B2wkSxjQ8CRGR9OkNGuIPMQ'],
  ['a directory, SSHA',             'correct horse', '{SSHA}TUJSOZXEpsO0ugaXv1z4WCS+DMwAAQIDBAUGBw=='],
  ['a directory, SSHA256',          'correct horse', '{SSHA256}Y5vD+Iq3CpVfgnuNwvKU1Ho4qGx15uzJc99ko3CD7h8AAQIDBAUGBw=='],
  ['a directory, SSHA384',          'correct horse', '{SSHA384}1a2Kp+M1yJN/sIw0MvjwS6Y8by9Yh6L8lClmcFW85LdjbrTff4rNgfD083euh9K7AAECAwQFBgc='],
  ['a directory, in small letters', 'correct horse', '{ssha512}SGN41g/7Nh5fW1caq7+OFLY1bStmyjRGeqqYToVdk0I9L+xm2+jSyFnhDNYpXUOOGQ9nETeYvQasgfmOQKvGSAABAgMEBQYH'],
  ['the example of Firebase',       'user1password', `${firebase}lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==`],
]
for (const [source, password, stored] of right) {
  test(`${source}: ${stored.slice(0, 22)}… is of its password and of no other`, async () => {
    const hash = readHash(stored)
    assert.equal(await hash.verify(password), true)
    assert.equal(await hash.verify(`${password}x`), false)
    assert.equal(await hash.verify(''), false)
  })
}

const b64 = salt('0123456789abcdef')
/** Each would keep the memory or a processor busy for one guess, or is not what it says. */
// oxfmt-ignore
const unusable: [stored: string, reason: RegExp][] = [
  [`$argon2id$v=19$m=4194304,t=1,p=1$${b64}$${b64}`,     /memory of Argon2 .* to 1048576/],
  [`$argon2id$v=19$m=65536,t=1000,p=1$${b64}$${b64}`,    /passes of Argon2/],
  [`$argon2id$v=19$m=65536,t=2,p=200$${b64}$${b64}`,     /lanes of Argon2/],
  [`$argon2id$v=19$m=65536,t=2,p=1$$${b64}`,             /not Argon2 as/],
  [`$argon2id$v=19$m=65536,t=2,p=1,keyid=x$${b64}$${b64}`, /not Argon2 as/],
  ['$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', /cost of bcrypt must be from 4 to 15/],
  ['$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', /not bcrypt/],
  ['$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe',  /not bcrypt/],
  [`$scrypt$ln=25,r=8,p=1$${b64}$${b64}`,                /logarithm of N/],
  [`$scrypt$ln=20,r=32,p=1$${b64}$${b64}`,               /more than 128 MiB/],
  [`$scrypt$ln=17,r=8,p=16$${b64}$${b64}`,               /more than a second/],
  [`$scrypt$ln=0,r=8,p=1$${b64}$${b64}`,                 /logarithm of N/],
  [`$scrypt$ln=14,r=8,p=1$${b64}$AAAA`,                  /hash must have 16 to 64 bytes/],
  [`$scrypt$ln=14,r=8,p=1$${b64}$not*base64`,            /hash is not base64/],
  [`$pbkdf2-sha256$i=4294967295$${b64}$${b64}`,          /iterations of PBKDF2/],
  [`$pbkdf2-md5$i=1000$${b64}$${b64}`,                   /not PBKDF2/],
  [`pbkdf2_sha256$0$seasalt$${b64}`,                     /iterations of PBKDF2/],
  [`pbkdf2_sha256$1000$$${b64}`,                         /not PBKDF2/],
  ['{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=',                  /scheme in braces/],
  ['{SSHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=',                 /salt must have 24 to 84/],
  ['{MD5}X03MO1qnZdYdgyfeuILPmQ==',                      /scheme in braces/],
  [`${firebase}AAAAAAAAAAAAAAAAAAAAAA==`,                /hash must have 64 to 64/],
  [firebase.replace('ln=14', 'ln=24'),                   /not of Firebase|logarithm of N/],
  ['5f4dcc3b5aa765d61d8327deb882cf99',                   /no known format/],
  ['correct horse battery staple',                       /no known format/],
  ['',                                                   /no known format/],
  [`{SSHA}${'A'.repeat(2000)}`,                          /longer than 1024/],
]
for (const [stored, reason] of unusable) {
  test(`DS-19 ${stored.slice(0, 44)} is refused before any work`, () => {
    assert.throws(() => readHash(stored), reason)
  })
}

test('PW-04 bcrypt looks at 72 bytes, and what has a NUL is never right', async () => {
  const { hashSync } = await import('@node-rs/bcrypt')
  const long = 'x'.repeat(72)
  const hash = readHash(hashSync(`${long} and more`, { cost: 4 }))
  assert.equal(await hash.verify(`${long} and something else`), true)
  assert.equal(await hash.verify('x'.repeat(71)), false)
  const short = readHash(hashSync('abc', { cost: 4 }))
  assert.deepEqual(
    [await short.verify('abc'), await short.verify('abc\0'), await short.verify('abc\0abc')],
    [true, false, false],
  )
})
