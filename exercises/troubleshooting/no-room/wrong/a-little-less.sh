kubectl set resources deployment/@app@ --requests=cpu=1050m
sleep 60
