kubectl set resources deployment/@app@ --requests=cpu=200m,memory=256Mi --limits=memory=512Mi
kubectl rollout status deployment/@app@
