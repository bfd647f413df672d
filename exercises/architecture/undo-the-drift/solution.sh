kubectl diff -f @app@.yaml
kubectl apply -f @app@.yaml
kubectl set env deployment/@app@ LOG_LEVEL-
kubectl rollout status deployment/@app@
