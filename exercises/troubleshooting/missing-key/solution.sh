kubectl patch deployment @app@ --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/env/0/valueFrom/configMapKeyRef/key","value":"log_level"}]'
kubectl rollout status deployment/@app@ --timeout=120s
sleep 40
