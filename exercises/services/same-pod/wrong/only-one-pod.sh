kubectl scale deployment/@app@ --replicas=1
sleep 5
