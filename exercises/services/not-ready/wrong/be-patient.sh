kubectl patch deployment @app@ --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/readinessProbe/failureThreshold","value":100}]'
sleep 60
