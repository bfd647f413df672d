kubectl set resources deployment/@app@ --limits=cpu=1700m
sleep 60
