kubectl patch deployment @app@ --type=json -p '[{"op":"replace","path":"/spec/template/spec/containers/0/livenessProbe/failureThreshold","value":24}]'
sleep 180
