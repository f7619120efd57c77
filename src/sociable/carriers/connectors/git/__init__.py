class connector:
    help = "x"
