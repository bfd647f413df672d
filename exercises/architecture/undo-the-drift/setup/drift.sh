kubectl set image deployment/@app@ server=nginx:1.25
kubectl set env deployment/@app@ LOG_LEVEL=debug
kubectl scale deployment/@app@ --replicas=1
