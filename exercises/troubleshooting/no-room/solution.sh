kubectl set resources deployment/@app@ --requests=cpu=300m
kubectl rollout status deployment/@app@ --timeout=120s
sleep 40
