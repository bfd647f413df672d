kubectl set env deployment/@app@ LOG_LEVEL-
kubectl get deployment @app@ -o yaml > @app@.yaml
kubectl apply -f @app@.yaml
