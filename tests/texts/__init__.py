"""The texts beside the code: which keys it names, and what each language still lacks."""
