kubectl set env deployment/@app@ STORE_HOST=@store@
kubectl rollout status deployment/@app@ --timeout=120s
sleep 40
