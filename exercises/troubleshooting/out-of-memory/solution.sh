kubectl set resources deployment/@app@ --limits=memory=200Mi
kubectl rollout status deployment/@app@ --timeout=60s
sleep 40
