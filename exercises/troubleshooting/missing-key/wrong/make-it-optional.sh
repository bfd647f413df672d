kubectl patch deployment @app@ --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/env/0/valueFrom/configMapKeyRef/optional","value":true}]'
sleep 60
