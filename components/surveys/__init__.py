"""What «Опрос заявителей» is made of: the forms of a file and of a call-back, the list of what is written down."""
