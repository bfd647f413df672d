sed -i 's/port: 8080/port: http/' @app@.yaml
kubectl apply -f @app@.yaml
