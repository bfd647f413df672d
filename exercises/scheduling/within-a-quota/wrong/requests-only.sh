kubectl set resources deployment/@app@ --requests=cpu=200m,memory=256Mi
