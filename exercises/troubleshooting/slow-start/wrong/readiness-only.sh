kubectl patch deployment @app@ --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/readinessProbe/failureThreshold","value":24}]'
sleep 180
