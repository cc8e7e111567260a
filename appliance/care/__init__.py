"""How the box itself is: health checks, the self-test, the support bundle, technician mode.

Looks at the machine and at what it is told; knows no screen, no store and no device. Nothing here ever waits for, or
keeps, a sale.
"""
