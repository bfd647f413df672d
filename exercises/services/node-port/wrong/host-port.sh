kubectl patch deployment @app@ --type=json -p '[{"op":"add","path":"/spec/template/spec/containers/0/ports/0/hostPort","value":@nodePort@}]'
sleep 60
