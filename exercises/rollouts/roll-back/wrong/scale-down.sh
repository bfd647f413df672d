kubectl scale deployment/@app@ --replicas=2
