kubectl scale deployment/@app@ --replicas=2
sleep 30
