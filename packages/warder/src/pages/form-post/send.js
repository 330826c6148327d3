// Sends the one form of this page, which a person would otherwise send by its button.
document.forms[0]?.requestSubmit()
