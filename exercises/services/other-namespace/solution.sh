kubectl set env deployment/checkout API_URL=http://@service@.@team@/
kubectl rollout status deployment/checkout
sleep 40
