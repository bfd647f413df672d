kubectl patch service @app@ --type=json -p '[{"op":"replace","path":"/spec/type","value":"NodePort"},{"op":"add","path":"/spec/ports/0/nodePort","value":@nodePort@}]'
sleep 5
