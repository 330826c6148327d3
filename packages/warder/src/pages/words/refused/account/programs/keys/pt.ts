import type { KeysRefused } from './en.ts'

export const keysRefused: KeysRefused = {
  key_network: 'Isso não é um endereço nem uma rede. Escreva como 192.0.2.7 ou 10.0.0.0/8.',
  key_networks: 'São mais de 50 redes.',
  key_unknown: 'Essa chave de API não existe.',
  key_expired: 'Esta chave expirou. Crie uma nova.',
  key_rotating: 'O segredo desta chave já está sendo substituído. Veja a chave de novo.',
  key_above: 'Esta chave permite mais do que você pode fazer.',
  keys_off: 'Ninguém pode criar chaves de API aqui.',
  keys_most: (most) =>
    `Você tem ${most} chaves de API, e esse é o máximo. Revogue uma que você não usa mais.`,
  less_than_before: 'Você pode fazer menos do que há um momento. Tente de novo.',

  service_unknown: 'Esse serviço não pode ser conectado aqui.',
  connecting_over:
    'Esta tentativa de conectar um serviço terminou. Comece de novo na sua conta, em Conexões.',
  connection_unknown: 'Você não tem essa conexão.',
  program_unknown:
    'Isso não é um agente seu nem daqui, nem um aplicativo ao qual você deu acesso, nem uma conta de serviço daqui.',
  program_without: 'Esse programa não pode usar a conexão de qualquer forma.',
  programs_most: (most) => `No máximo ${most} programas podem usar uma conexão.`,
  program_form: 'Isso não é um agente, nem uma conta de serviço, nem um aplicativo.',
  typed_key_long: 'É longo demais para uma chave.',
  typed_key_marks: 'Contém um espaço ou um caractere que não aparece em chaves.',
  typed_name_long: 'É longo demais para um nome.',
  typed_name_marks: 'Contém dois-pontos ou um caractere de controle.',
  typed_password_long: 'É longo demais para uma senha.',
  typed_password_marks: 'Contém um caractere de controle.',
}
