kubectl rollout pause deployment/@app@
kubectl set image deployment/@app@ server=nginx:1.29
kubectl set env deployment/@app@ MODE=production
kubectl rollout resume deployment/@app@
kubectl rollout status deployment/@app@
