"""A Discord on 127.0.0.1: gateway and REST in a process of its own, with a ledger and faults.

It knows the routes this bot needs and no others: anything else is a 404 that is written down in
`unknown_routes`. It shows what happens on the wire, never how a message looks.
"""
