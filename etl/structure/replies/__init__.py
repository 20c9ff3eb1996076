"""What a reply to an appeal says: rules over its sentences, with a lexicon of their own; what the signals mean:
docs/answers.md.
"""
