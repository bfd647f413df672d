kubectl patch deployment @app@ --type=json -p '[{"op":"remove","path":"/spec/template/spec/containers/0/resources"}]'
kubectl rollout status deployment/@app@ --timeout=120s
