kubectl set env deployment/checkout API_URL=http://@app@.@team@/
kubectl rollout status deployment/checkout
sleep 40
