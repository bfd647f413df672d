kubectl patch service @app@ --type=json -p '[{"op":"replace","path":"/spec/ports/0/port","value":@newPort@}]'
sleep 5
