kubectl patch service @app@ --type=json -p '[{"op":"replace","path":"/spec/ports/0/port","value":@nodePort@}]'
sleep 5
