kubectl patch deployment @app@ --type=json -p '[{"op":"replace","path":"/spec/strategy","value":{"type":"RollingUpdate"}}]'
kubectl set image deployment/@app@ server=nginx:1.29
