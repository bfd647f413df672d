kubectl create service clusterip @app@-headless --clusterip=None --tcp=8080:8080 --dry-run=client -o yaml | sed 's/app: @app@-headless/app: @app@/' | kubectl apply -f -
sleep 10
