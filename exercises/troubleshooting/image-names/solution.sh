kubectl set image deployment/@app@ prepare=busybox:1.36 server=nginx:1.27-alpine
kubectl rollout status deployment/@app@ --timeout=120s
sleep 40
