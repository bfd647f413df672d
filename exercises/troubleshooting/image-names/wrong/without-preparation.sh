kubectl patch deployment @app@ --type=json -p '[{"op":"remove","path":"/spec/template/spec/initContainers"}]'
kubectl set image deployment/@app@ server=nginx:1.27-alpine
sleep 60
