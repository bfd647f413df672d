kubectl apply -f @app@.yaml
