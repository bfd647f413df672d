kubectl set resources deployment/@app@ --requests=memory=100Mi
sleep 60
