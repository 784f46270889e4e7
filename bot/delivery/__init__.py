"""The engine: plan, claim, send, settle. Knows no Discord: it speaks to a Messenger."""
