kubectl scale deployment/@app@-worker --replicas=0
