kubectl delete pods -l app=@app@
kubectl rollout status deployment/@app@ --timeout=60s
