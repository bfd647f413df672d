kubectl patch deployment @app@ --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/startupProbe","value":{"httpGet":{"path":"/healthz","port":"http"},"periodSeconds":5,"failureThreshold":24}}]'
kubectl rollout status deployment/@app@ --timeout=300s
sleep 60
