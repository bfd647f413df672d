kubectl set resources deployment/@app@ --requests=cpu=300m,memory=256Mi --limits=memory=512Mi
kubectl scale deployment/@app@ --replicas=2
