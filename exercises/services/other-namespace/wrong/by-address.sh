kubectl set env deployment/checkout API_URL=http://$(kubectl get service @app@ -n @team@ -o jsonpath='{.spec.clusterIP}')/
kubectl rollout status deployment/checkout
