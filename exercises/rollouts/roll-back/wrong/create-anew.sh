kubectl get deployment @app@ -o yaml | sed 's/nginx:1.27-rc9/nginx:1.27/' > fixed.yaml
kubectl delete deployment @app@
kubectl create deployment @app@ --image=nginx:1.27 --replicas=@replicas@ --dry-run=client -o yaml | sed 's/name: nginx/name: server/' | kubectl apply -f -
