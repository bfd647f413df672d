kubectl scale deployment/@app@ --replicas=5
