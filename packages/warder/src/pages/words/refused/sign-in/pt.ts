import { waiting } from '../../waiting.ts'
import type { SignInRefused } from './en.ts'

export const signInRefused: SignInRefused = {
  fillIn: 'Preencha este campo.',
  otherValue: 'Informe outra coisa aqui.',

  field_wrong: 'Confira o que você digitou.',
  not_an_address: 'Isto não é um endereço de e-mail.',
  not_a_number: 'Este número não recebe SMS. Escreva com o código do país, como +41 79 123 45 67.',
  required_here: 'É preciso digitar aqui.',
  name_long: 'Tem mais de 200 caracteres.',
  name_unseen: 'Tem um caractere que não se vê.',
  password_bytes: 'Esta senha é longa demais: mais de 1.024 bytes.',
  code_long: 'É longo demais para um código.',
  must_agree: 'É preciso concordar para continuar.',

  too_many: (seconds) => `Houve tentativas demais. Espere ${waiting(seconds, 'pt')} e tente de novo.`,
  wait_longer: (seconds) => `Espere mais ${waiting(seconds, 'pt')} e envie de novo.`,
  work_first:
    'Muitas tentativas de entrar estão falhando agora, então seu dispositivo precisa fazer antes uma pequena tarefa. Tente mais uma vez.',
  cross_site: 'Este pedido veio de outro site e não foi aceito.',
  out_of_date:
    'Talvez você tenha entrado ou saído nesse meio-tempo, ou deixado a página aberta por muito tempo. Volte, recarregue a página e tente mais uma vez. Nada foi alterado.',
  nothing_here: 'Não há nada neste endereço.',
  request_long: 'O pedido do aplicativo é longo demais.',

  password_short: (least) =>
    `Use pelo menos ${least} caracteres. Algumas palavras que só você juntaria são fáceis de lembrar.`,
  password_long: (most) => `Use no máximo ${most} bytes.`,
  password_common: 'Esta é uma das senhas que todo mundo tenta. Acrescente palavras que só você juntaria.',
  password_own_words:
    'Fora o seu nome, o seu endereço ou o nosso nome, há muito pouco aqui. Acrescente palavras que só você juntaria.',
  password_pattern:
    'Isto se repete ou segue uma sequência, o que é fácil de adivinhar. Acrescente palavras que só você juntaria.',
  password_weak: 'É fácil demais de adivinhar. Acrescente palavras que só você juntaria.',
  password_stolen: 'Esta senha foi roubada em outro lugar, de você ou de outra pessoa. Escolha outra.',
  password_unchecked: 'Não é possível verificar novas senhas agora. Espere um minuto e tente de novo.',
  password_same: 'Esta é a senha que precisa mudar. Escolha outra.',
  wrong_credentials: 'Endereço ou senha incorretos.',
  not_your_organisation: 'Você não faz parte desta organização, ou ela está fechada.',

  link_dead: 'Este link já foi usado ou expirou.',
  link_dead_ask: 'Este link já foi usado ou expirou. Peça um novo.',
  link_dead_add: 'Este link já foi usado ou expirou. Adicione o endereço de novo para receber outro.',
  link_number_often: 'O número foi digitado errado vezes demais e o link não vale mais. Peça um novo.',
  link_elsewhere: 'Este link foi pedido em outro navegador.',
  link_number: 'Digite o número que aparece no navegador em que você pediu o link.',
  wrong_number: (left) =>
    `Este não é o número. Você ainda tem ${left} ${left === 1 ? 'tentativa' : 'tentativas'}.`,
  wrong_code: (left) =>
    `Este código não está certo. Veja a mensagem mais recente. Você ainda tem ${left} ${left === 1 ? 'tentativa' : 'tentativas'}.`,
  wrong_code_last: 'Este código não está certo, e era a última tentativa. Peça um novo.',
  code_over: 'Este código expirou ou foi digitado errado vezes demais. Peça um novo.',

  other_browser:
    'Abra o link no navegador em que você se cadastrou, ou digite a senha que escolheu lá, ou uma nova.',
  address_taken: 'Este endereço já tem uma conta. Use outro.',
  setup_over: 'Este link de instalação não vale mais. O mais recente está no terminal.',
  setup_gone:
    'Este link de instalação não vale mais. Reinicie o Warder para receber um novo ou execute: warder admin create',
  invitation_account: 'Este endereço já tem uma conta. Entre com ela e abra o link de novo.',
  invitation_other: 'Este convite é para outra pessoa.',
  invitation_member: 'Você já é membro.',
  invitation_over: 'Este convite já foi usado, foi retirado ou expirou. Peça um novo.',
  address_of_other: 'Este link é de outra conta. Entre na conta que o pediu.',
  address_has_account: 'Este endereço já tem uma conta própria.',

  sign_in_over: 'Este acesso terminou. Entre de novo.',
  sign_in_long: 'Este acesso demorou demais ou teve códigos errados demais. Entre de novo.',
  attempt_over: 'Este acesso terminou, demorou demais ou começou em outro navegador. Comece de novo.',
  nobody_that_way: 'Ninguém entra dessa forma aqui.',
  links_off: 'Entrar com um link por e-mail está desativado aqui.',
  waiting_over: 'Este acesso terminou ou demorou demais. Volte ao aplicativo e comece de novo.',
  waiting_done: 'Este acesso terminou. Volte ao aplicativo.',
  waiting_elsewhere: 'Este acesso começou em outro navegador. Volte ao aplicativo e comece de novo aqui.',
  application_gone: 'O aplicativo que trouxe você até aqui não é mais conhecido.',
  application_unknown:
    'O aplicativo que trouxe você até aqui não é conhecido. Volte a ele e avise quem cuida dele.',
  application_nowhere: 'O aplicativo não disse para onde levar você depois.',
  application_unregistered:
    'O aplicativo pediu para levar você a um endereço que ele não registrou. Nada foi enviado para lá.',
  application_request_over:
    'O pedido do aplicativo é desconhecido, já foi usado ou demorou demais. Volte ao aplicativo e comece de novo.',
  application_unusable: 'Este aplicativo não pode ser usado aqui.',
  request_answered: 'Este pedido já foi respondido. Volte ao aplicativo.',
}
