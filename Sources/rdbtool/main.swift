print("rdbtool")
