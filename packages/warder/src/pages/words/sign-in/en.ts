import { html, outside } from '../../html.ts'

/** Signing in, making an account, and the pages that links in mail lead to. */
export const signIn = {
  continueTo: (application: string) => html`to continue to <b>${outside(application)}</b>`,
  inbox: 'Check your inbox',
  nothingThere: 'Nothing there after a few minutes? Look in the spam folder, or let us send it once more.',
  again: 'Send it again',
  sendLink: 'Send the link',
  continueWith: (provider: string) => `Continue with ${provider}`,
  signInWith: (provider: string) => html`Sign in with ${outside(provider)}`,
  passkey: 'Sign in with a passkey',
  textCode: 'Text me a code',
  mailLink: 'Email me a sign-in link',
  mailCode: 'Email me a code',

  login: {
    title: 'Sign in',
    forgot: 'Forgot your password?',
    register: (path: string) => html`New here? <a href="${path}">Create an account</a>`,
    back: (application: string) => html`Back to ${outside(application)}`,
    verified: 'Your address is confirmed. You can sign in now.',
  },

  register: {
    title: 'Create an account',
    submit: 'Create account',
    login: (path: string) => html`Have an account? <a href="${path}">Sign in</a>`,
    sent: (email: string) =>
      html`We sent a message to <b>${outside(email)}</b>. Open the link in it to finish.`,
    resent: 'Sent again. It can take a minute to arrive.',
    nothingThere: 'Nothing there? Look in the spam folder, or let us send it once more.',
    otherAddress: 'Use another address',
    closed: 'New accounts are not made here',
    closedText:
      'Accounts at this service are given out by whoever runs it. Ask them for one, or sign in if you have one already.',
  },

  verify: {
    title: 'Confirm your email',
    heading: 'Confirm your email address',
    submit: 'Confirm',
    oneMore: 'One more step, and your account is ready.',
    otherBrowser:
      'You opened this link in another browser than the one you registered with. Your password shows that it is you.',
    password: (least: number) =>
      `The one you chose when you registered. Or choose a new one, at least ${least} characters long.`,
    notYou: 'You did not create an account? Then close this page and nothing happens.',
    dead: 'Register again, or sign in if you confirmed your address already.',
  },

  forgot: {
    title: 'Forgot your password?',
    lead: 'Tell us your email address, and we send you a link to choose a new one.',
    sent: (email: string) =>
      html`If <b>${outside(email)}</b> has an account, a link to choose a new password is on its way.`,
    sentSomewhere: 'If this address has an account, a link to choose a new password is on its way.',
  },

  reset: {
    title: 'Choose a new password',
    titleOfFirst: 'Set a password',
    submit: 'Save new password',
    lead: 'You will be signed out everywhere else.',
    leadOfFirst:
      'Your account has no password at the moment. With one, whoever knows it can begin to sign in. You will be signed out everywhere else.',
    required: 'Your password has to change before you can go on.',
    added: 'You have a password now',
    changed: 'Your password is changed',
    done: 'You were signed out everywhere. Sign in with the new password.',
  },

  deadLink: {
    title: 'This link no longer works',
    text: (advice: string) => `It was used already or has expired. ${advice}`,
    askAnew: 'Ask for a new one.',
    sendNew: 'Send a new link',
    setPassword: 'Set a new password',
  },

  confirm: {
    becomesMain: (email: string, account: string) =>
      html`${outside(email)} becomes the main address of the account <b>${outside(account)}</b>.`,
    isAdded: (email: string, account: string) =>
      html`${outside(email)} is added to the account <b>${outside(account)}</b>.`,
    notYou: 'You did not ask for this? Then close this page and nothing happens.',
    dead: 'Add the address again to get a new link.',
    signInFirst: 'Is this account yours? Sign in to it to go on.',
    other: (account: string) =>
      html`You are signed in as <b>${outside(account)}</b>, which is another account. Is the one above yours? Then sign out, and open the link of the mail again.`,
  },

  undo: {
    title: 'Undo the change of your address',
    lead: (email: string) => html`<b>${outside(email)}</b> becomes the main address of your account again.`,
    text: 'Addresses that were added by somebody else are removed, everybody is signed out everywhere, and the password stops working. We send you a link to choose a new one.',
    submit: 'Undo the change',
    notYou: 'You changed it yourself? Then close this page and nothing happens.',
    dead: 'If somebody else is in your account, set a new password.',
    done: 'The change is undone',
    doneText: 'Everybody was signed out. Choose a new password with the link that we just mailed to you.',
  },

  invite: {
    title: 'You are invited',
    titleOf: (organisation: string) => `${organisation} invites you`,
    headingOf: (organisation: string) => html`${outside(organisation)} invites you`,
    lead: 'Tell us your name and choose a password, and your account is ready.',
    submit: 'Create my account',
    join: (email: string) => html`You accept as <b>${outside(email)}</b>, with the account that you have.`,
    accept: 'Accept the invitation',
    notNow: 'Not now',
    dead: 'This invitation no longer works',
    deadText: 'It was used already, was taken back or has expired. Ask whoever invited you for a new one.',
    known: 'You have an account already',
    knownText: (email: string) =>
      `The invitation is for ${email}, and that address has an account by now. Sign in with it to accept.`,
    signOutFirst: 'Sign out first',
  },

  logout: {
    title: 'Sign out',
    heading: 'Sign out?',
    lead: 'You will be signed out of this browser.',
    leadOf: (application: string) =>
      html`<b>${outside(application)}</b> asks to sign you out of this browser.`,
    stay: 'Stay signed in',
    /** Why nobody is sent on afterwards, though the application asked for it. */
    stays: {
      'not proved':
        'The request to sign you out is not valid: it came with a token that is not ours. You will stay here.',
      'not named':
        'The request to sign you out does not say which application it is from. You will stay here.',
      'not registered':
        'The request to sign you out is not valid: the application has not registered the address it wants you to go to. You will stay here.',
    },
    out: 'You are signed out',
    outText: 'You can close this page, or sign in again.',
    goOn: (host: string) => `Go on to ${host}`,
    signingOut: 'Signing out',
    told: (applications: string) => html`You are signed out here. ${outside(applications)} is being told.`,
    toldMany: (applications: string) =>
      html`You are signed out here. ${outside(applications)} are being told.`,
  },

  notMe: {
    title: 'This wasn’t me',
    heading: 'Was this not you?',
    lead: (email: string) =>
      html`Then somebody knows the password of <b>${outside(email)}</b>. We help you to keep them out.`,
    signedOut: 'You are signed out everywhere, and every application loses its access.',
    stopsWorking: 'The password stops working at once.',
    mailed: 'We send you a mail with a link to set a new one.',
    submit: 'Lock my account',
    itWasYou: 'It was you after all? Then close this page and nothing happens.',
    done: 'Your account is locked',
    doneText:
      'You are signed out everywhere, and the old password no longer works. We sent you a mail with a link to set a new one.',
    dead: 'If you fear that somebody is in your account, set a new password: that signs everybody out.',
  },

  wasItMe: {
    title: 'Was this you?',
    lead: (email: string) =>
      html`We stopped a sign-in to <b>${outside(email)}</b> because it looked different from the usual ones.`,
    device: 'Device',
    place: 'Place',
    time: 'Time',
    done: 'Thank you',
    doneText: 'You can sign in on that device now. Use your password as usual.',
    yes: 'Yes, it was me',
    no: 'No, lock my account',
    after:
      'If it was you, sign in there again afterwards. If not, you are signed out everywhere, the password stops working, and we mail you a link to set a new one.',
  },

  setup: {
    title: 'Set up',
    heading: 'Welcome',
    lead: 'Create the first administrator. This link works once.',
    submit: 'Create administrator',
  },

  code: {
    ask: 'Sign in with a code',
    send: 'Send the code',
    mailHint: 'We mail a code there that you type here.',
    phone: 'Phone number',
    phoneHint:
      'With its country, like +41\u00a079\u00a0123\u00a045\u00a067. It works for a number that you added to your account.',
    enter: 'Enter your code',
    mailed: (email: string) =>
      html`If <b>${outside(email)}</b> belongs to an account, a code is on its way by mail.`,
    texted: (number: string) =>
      html`If <b>${outside(number)}</b> belongs to an account, a code is on its way by text message.`,
    another: 'If a minute has passed since the last one, another code is on its way. Type the newest.',
    code: 'Code',
    codeHint: 'Six digits. It works for ten minutes, and here only.',
    nothingMailed: 'Nothing there after a few minutes? Look in the spam folder, or let us send another one.',
    nothingTexted: 'Nothing there after a minute? Let us send another one.',
    sendNew: 'Send a new code',
  },

  magic: {
    ask: 'Sign in with a link',
    hint: 'We send a link there that signs you in, without a password.',
    codeInstead: 'Send a code to type instead',
    sent: (email: string) =>
      html`We wrote to <b>${outside(email)}</b>. If it has an account, there is a link in the mail. Open it and press the button. It works for 15 minutes.`,
    another: 'Another link is on its way, unless you asked very often. Only the newest one works.',
    number:
      'Do you read your mail on another device? You will sign in there, and it will ask for this number:',
    tellNobody: 'Tell it to nobody. We never ask for it by mail or on the phone.',
    open: 'Sign in with this link?',
    openLead: (email: string) => html`You will be signed in here as <b>${outside(email)}</b>.`,
    other: (account: string) =>
      html`You are signed in as <b>${outside(account)}</b> now. Go on only if the other account is yours too.`,
    waitsElsewhere:
      'The application you came from waits where you asked for the link. Start again there to use it here.',
    typeNumber: 'Number',
    numberHint:
      'You asked for the link in another browser. Four digits stand on the page there; type them here.',
    notYou: 'You did not ask for this link? Close this page, and nothing happens.',
  },

  /** Of an account elsewhere. */
  elsewhere: {
    denied: (provider: string) =>
      `You did not let ${provider} tell us who you are, so you are not signed in.`,
    failed: (provider: string) =>
      `Signing in with ${provider} did not work just now. Try again, or use another way.`,
    not_allowed: (provider: string) =>
      `This account at ${provider} is not one that may sign in here. Choose another one.`,
    unconfirmed: (provider: string) =>
      `${provider} does not say that your address is confirmed, so no account was made. Sign in or register another way. Then you can connect ${provider} in your account.`,
    taken: (provider: string) =>
      `Your address has an account here already. Sign in to it as you usually do, and then connect ${provider} to it.`,
    refused: (provider: string) =>
      `You cannot sign in with ${provider}. Use another way, or choose “Forgot your password?”.`,
    closed: (provider: string) =>
      `Nobody here is known by this account at ${provider}, and new accounts are given out by whoever runs this service. Do you have an account? Then sign in another way, and connect ${provider} to it.`,
    in: 'You are signed in',
    inText: 'Now back to where you came from.',
    thanks: 'Thank you',
    allowed: (provider: string) => `${provider} lets the people of your organisation sign in here now.`,
    nothingAllowed: 'Nothing was allowed',
    notAllowed: (provider: string) =>
      `${provider} says that you did not allow it. You can begin again at any time.`,
  },

  unsolicited: {
    lead: (label: string) => html`You come from there as <b>${outside(label)}</b>.`,
    notYou: (path: string) =>
      html`If this is not you, or you did not mean to sign in here, go <a href="${path}">to the sign-in page</a>.`,
  },

  agree: {
    title: 'Before you go on',
    one: 'Please read this and agree to it, and you are in.',
    many: 'Please read these and agree to them, and you are in.',
    notNow: 'Not now',
    without: 'Without it you cannot be signed in. “Not now” ends this sign-in, and changes nothing else.',
  },
}

export type SignInWords = typeof signIn
