kubectl set image deployment/@app@ server=nginx:1.29
kubectl rollout status deployment/@app@ --timeout=60s
kubectl set env deployment/@app@ MODE=production
