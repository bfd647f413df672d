kubectl scale deployment/@app@ --replicas=@replicas@
